/** Web worker entry: packs tiles for as long as a document is open. */
import { deflate } from '../deflate.ts'
import type { PackingCall } from './packing-work.ts'
import { buffersIn } from './worker-calls.ts'

self.addEventListener('message', ({ data }: MessageEvent<PackingCall>) => {
  // Reported to the window as an error of the worker, after which the window packs tiles itself.
  pack(data).catch(reportError)
})

async function pack({ number, tiles }: PackingCall): Promise<void> {
  const packed = await Promise.all(tiles.map(deflate))
  self.postMessage({ number, packed }, { transfer: buffersIn(packed) })
}
