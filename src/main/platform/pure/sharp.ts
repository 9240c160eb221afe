import sharp, { type Metadata, type OutputInfo, type Sharp } from 'sharp'

/*
 * Results are memory of their own, whatever becomes of the pipeline. The WebAssembly build (all of Linux) returns buffers
 * that lie in its heap, and frees them as soon as the `Buffer` object is collected, even while a `subarray` or a typed
 * array on the same bytes is in use: other pixels would stand there then, without a word. Here it is loaded in the one
 * place that mends this for the whole process.
 */
const prototype = sharp.prototype as Sharp
const { metadata } = prototype

/** As sharp's own, by its call that promises memory of its own. */
async function toBuffer(this: Sharp, options?: { resolveWithObject: boolean }): Promise<unknown> {
  const { data, info } = (await this.toUint8Array()) as { data: Uint8Array<ArrayBuffer>; info: OutputInfo }
  const buffer = Buffer.from(data.buffer, data.byteOffset, data.byteLength)
  return options?.resolveWithObject === true ? { data: buffer, info } : buffer
}

/** Profiles and other parts are copied; they are small. */
async function ownMetadata(this: Sharp): Promise<Metadata> {
  const found = Object.entries(await metadata.call(this))
  return Object.fromEntries(
    found.map(([name, value]) => [name, value instanceof Uint8Array ? Buffer.from(value) : value]),
  ) as unknown as Metadata
}

Object.assign(prototype, { toBuffer, metadata: ownMetadata })

export { sharp }
