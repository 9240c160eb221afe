import sharp, { type Metadata, type OutputInfo, type Sharp } from 'sharp'

/*
 * Results are memory of their own, whatever becomes of the pipeline. The WebAssembly build (all of Linux) returns buffers
 * that lie in its heap, and frees them as soon as the `Buffer` object is collected, even while a `subarray` or a typed
 * array on the same bytes is in use: other pixels would stand there then, without a word. Here it is loaded in the one
 * place that mends this for the whole process. (sharp's own `toUint8Array` does so, too: 204 ms for 24 megapixels as RGBA,
 * these 125.)
 */
const prototype = sharp.prototype as Sharp
const { metadata, toBuffer } = prototype

interface Result {
  readonly data: Uint8Array<ArrayBuffer>
  readonly info: OutputInfo
}

async function toUint8Array(this: Sharp): Promise<Result> {
  const { data, info } = await toBuffer.call(this, { resolveWithObject: true })
  return { data: ownBytes(data), info }
}

async function toOwnBuffer(this: Sharp, options?: { resolveWithObject: boolean }): Promise<unknown> {
  const { data, info } = await toUint8Array.call(this)
  const buffer = Buffer.from(data.buffer, data.byteOffset, data.byteLength)
  return options?.resolveWithObject === true ? { data: buffer, info } : buffer
}

async function ownMetadata(this: Sharp): Promise<Metadata> {
  const found = Object.entries(await metadata.call(this))
  return Object.fromEntries(
    found.map(([name, value]) => [name, value instanceof Uint8Array ? Buffer.from(ownBytes(value)) : value]),
  ) as unknown as Metadata
}

/** Copies what lies in the heap, which threads share. The native builds return memory of its own. */
function ownBytes(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  const { buffer, byteOffset, byteLength } = bytes
  return buffer instanceof ArrayBuffer ? new Uint8Array(buffer, byteOffset, byteLength) : new Uint8Array(bytes)
}

Object.assign(prototype, { toBuffer: toOwnBuffer, toUint8Array, metadata: ownMetadata })

export { sharp }
