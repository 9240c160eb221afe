export interface TensorInfo {
  /** Outermost dimension first, as in PyTorch. */
  readonly shape: readonly number[]
  /** In lower case, by ggml's name: `f16`, `q4_K`, `f8_e4m3`. */
  readonly type: string
  readonly bytes: number
}

/** The header of a weights file. */
export interface ModelHeader {
  readonly format: 'safetensors' | 'gguf'
  readonly tensors: ReadonlyMap<string, TensorInfo>
  /** Scalars only: lists, such as a tokenizer's vocabulary, are skipped. */
  readonly metadata: ReadonlyMap<string, string | number | boolean>
  readonly fileBytes: number
}

/** The file being read, for validation and messages. */
export interface ModelFile {
  readonly name: string
  readonly bytes: number
}

/** Number of values in a tensor. */
export function countOf(shape: readonly number[]): number {
  return shape.reduce((product, side) => product * side, 1)
}
