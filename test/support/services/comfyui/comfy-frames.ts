/** Returns a preview as ComfyUI sends it: type 1 names its format, type 4 has JSON before the image. */
export function previewFrame(image: Uint8Array, promptId: string | null): Uint8Array {
  const head = Buffer.alloc(8)
  if (promptId === null) {
    head.writeUInt32BE(1, 0)
    head.writeUInt32BE(2, 4)
    return Buffer.concat([head, image])
  }
  const facts = Buffer.from(JSON.stringify({ node_id: '5', prompt_id: promptId, image_type: 'image/png' }))
  head.writeUInt32BE(4, 0)
  head.writeUInt32BE(facts.byteLength, 4)
  return Buffer.concat([head, facts, image])
}

export function eventFrame(type: string, data: object): string {
  return JSON.stringify({ type, data })
}
