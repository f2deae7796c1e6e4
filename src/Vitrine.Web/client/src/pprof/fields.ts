/** A field of a protobuf message: a number, or the bytes of a text, a message or packed numbers. */
export interface Field {
  number: number;
  value: number;
  bytes: Uint8Array | null;
}

/** Bytes are no protobuf message, or only the beginning of one. */
export class FormatError extends Error {}

const highHalf = 2 ** 32;

/** Walks the fields of a message in their order. */
export function* fieldsOf(message: Uint8Array): Generator<Field> {
  const reader = new Reader(message);
  while (!reader.isAtEnd) {
    const tag = reader.varint();
    const number = Math.floor(tag / 8);
    if (number === 0) throw new FormatError('There is no field 0.');
    switch (tag % 8) {
      case 0:
        yield { number, value: reader.varint(), bytes: null };
        break;
      case 1:
        reader.take(8);
        break;
      case 2:
        yield { number, value: 0, bytes: reader.take(reader.varint()) };
        break;
      case 5:
        reader.take(4);
        break;
      default:
        throw new FormatError(`Field ${number} is of a kind that does not exist.`);
    }
  }
}

/** The numbers of a repeated field, which stand alone or packed. */
export function numbersOf({ value, bytes }: Field): number[] {
  if (bytes === null) return [value];
  const reader = new Reader(bytes);
  const numbers: number[] = [];
  while (!reader.isAtEnd) numbers.push(reader.varint());
  return numbers;
}

class Reader {
  private at = 0;

  constructor(private readonly bytes: Uint8Array) {}

  get isAtEnd(): boolean {
    return this.at >= this.bytes.length;
  }

  /** A signed number of 64 bits; beyond 2^53 the last places are lost, which no profile reaches. */
  varint(): number {
    let [low, high] = [0, 0];
    for (let place = 0; place < 10; place++) {
      const byte = this.bytes[this.at++];
      if (byte === undefined) throw new FormatError('The data ends within a number.');
      const part = byte & 0x7f;
      if (place < 4) low |= part << (7 * place);
      else if (place === 4) [low, high] = [low | (part << 28), part >>> 4];
      else high |= part << (7 * place - 32);
      if (byte < 0x80) return (high | 0) * highHalf + (low >>> 0);
    }
    throw new FormatError('A number has too many bytes.');
  }

  take(length: number): Uint8Array {
    const end = this.at + length;
    if (length < 0 || end > this.bytes.length) throw new FormatError('The data ends within a field.');
    const part = this.bytes.subarray(this.at, end);
    this.at = end;
    return part;
  }
}
