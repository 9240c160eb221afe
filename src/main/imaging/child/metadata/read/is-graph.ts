const graph = /^(?:prompt|workflow|extra|extra_pnginfo):?\s{0,9}\{|^\{"(?:sui_image_params|prompt|workflow)"/i

/** Whether a value is not what its tag is meant for: ComfyUI stores its graphs in tags meant for a camera. */
export function isGraph(value: string): boolean {
  return graph.test(value)
}
