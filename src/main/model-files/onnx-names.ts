/** Exact weights first, then smaller ones, by the names of the hub's ONNX exports: `onnx/NAME_fp16.onnx`. */
export const onnxVariants = ['', '_fp16', '_quantized', '_int8', '_uint8'] as const

/** Models that fill holes are single graphs without a description: only their name says what they are. Not “llama”. */
export function namesInpainting(name: string): boolean {
  return /(?<![a-z])(big-?)?lama(?![a-z])|mi-?gan(?![a-z])|inpaint/i.test(name)
}

/** Likewise upscalers: Real-ESRGAN, SwinIR, or the factor that people put into a name, such as “4x-UltraSharp”. */
export function namesUpscaling(name: string): boolean {
  const isNamed = /esrgan|realesr|swin2?-?sr|swinir|super-?res|upscal|(?<![a-z\d])([2-4]x(?!\d)|x[2-4](?!\d))/i.test(
    name,
  )
  return isNamed && !namesInpainting(name)
}
