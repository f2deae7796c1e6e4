import { useEffect, useState } from 'preact/hooks';
import type { Captured } from './capture';

/** Hands the profile's file out, as the role sent it: for `go tool pprof` and for colleagues. */
export function SaveButton({ captured: { file, fileName } }: { captured: Captured }) {
  const [url, setUrl] = useState('');
  useEffect(() => {
    const own = URL.createObjectURL(new Blob([file], { type: 'application/octet-stream' }));
    setUrl(own);
    return () => URL.revokeObjectURL(own);
  }, [file]);
  return (
    <a class="button" href={url} download={fileName} title={`go tool pprof ${fileName}`}>
      Download
    </a>
  );
}
