/** Web worker entry: packs tiles for as long as a document is open. */
import { deflate } from '../deflate.ts'
import type { PackingCall } from './packing-work.ts'
import { buffersIn } from './task-call.ts'

self.addEventListener('message', ({ data }: MessageEvent<PackingCall>) => {
  // Told to the window as an error of the worker, which then packs in place.
  pack(data).catch(reportError)
})

async function pack({ number, tiles }: PackingCall): Promise<void> {
  const packed = await Promise.all(tiles.map(deflate))
  self.postMessage({ number, packed }, { transfer: buffersIn(packed) })
}
