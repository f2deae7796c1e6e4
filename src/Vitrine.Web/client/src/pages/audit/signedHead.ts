/** What the ledger says of its trail and signs; keys in the order that is signed (docs/format/audit-export.md). */
export interface SignedHead {
  version: number;
  start: string | null;
  end: string | null;
  count: number;
  first_sequence: number | null;
  last_sequence: number | null;
  prev_hash: string;
  hash: string;
  signed_at: string;
  algorithm: string;
  key_id: string;
  signature: string;
}

/** Whether a public key (PEM) signed a head. */
export async function isSignedBy({ signature, ...statement }: SignedHead, pem: string): Promise<boolean> {
  try {
    const key = await crypto.subtle.importKey('spki', fromBase64(pem.replace(/-----[^-]+-----|\s/g, '')), { name: 'ECDSA', namedCurve: 'P-256' }, false, ['verify']);
    return await crypto.subtle.verify({ name: 'ECDSA', hash: 'SHA-256' }, key, fromDer(fromBase64(signature)), new TextEncoder().encode(JSON.stringify(statement)));
  } catch {
    return false;
  }
}

/** Browsers take the two numbers of a signature side by side, 32 bytes each; OpenSSL and the ledger write them as DER: SEQUENCE of two INTEGERs. */
export function fromDer(der: Uint8Array): Uint8Array<ArrayBuffer> {
  const raw = new Uint8Array(64);
  let at = 2;
  for (const end of [32, 64]) {
    const size = der[at + 1] ?? 0;
    const digits = der.subarray(at + 2, at + 2 + size);
    // A leading zero keeps the number positive; short numbers are written short.
    const number = digits.subarray(Math.max(0, digits.length - 32));
    raw.set(number, end - number.length);
    at += 2 + size;
  }
  return raw;
}

function fromBase64(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
}
