import type { Size } from '../../../../shared/util/geometry.ts'

/** Largest piece decoded at once: the WebAssembly heap is limited to 2 GiB and never shrinks. */
const bandBytesMax = 256 * 1024 * 1024

/** Calls `decode` for bands of rows from the top, each small enough to be decoded at once. */
export async function decodeBands(
  { widthPx, heightPx }: Size,
  pixelBytes: number,
  decode: (top: number, rows: number) => Promise<void>,
): Promise<void> {
  const bandRows = Math.max(1, Math.min(heightPx, Math.floor(bandBytesMax / (widthPx * pixelBytes))))
  for (let top = 0; top < heightPx; top += bandRows) await decode(top, Math.min(bandRows, heightPx - top))
}
