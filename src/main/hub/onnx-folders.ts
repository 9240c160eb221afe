import { onnxVariants } from '../model-files/index.ts'
import type { HubRepository } from './hub.ts'

/** A model that needs its graphs and their descriptions in a folder of its own, in the hub's layout. */
export interface OnnxFolder {
  /** Its main graph, such as `onnx/model_fp16.onnx`; it names the choice. */
  readonly path: string
  /** Of its graphs. */
  readonly sizeBytes: number
  /** Paths in the repository, which are kept within the model's folder. */
  readonly files: readonly string[]
}

/** The graphs of a model, main one first: an embedding model, one that selects objects, one that describes, any other. */
const graphSets = [
  ['vision_model', 'text_model'],
  ['vision_encoder', 'prompt_encoder_mask_decoder'],
  ['decoder_model_merged', 'vision_encoder', 'embed_tokens', 'encoder_model'],
  ['model'],
] as const

const descriptions = [
  'config.json',
  'generation_config.json',
  'preprocessor_config.json',
  'tokenizer.json',
  'tokenizer_config.json',
] as const

/** Returns what a repository has as ONNX models in precisions that Atelier runs, exact ones first. */
export function onnxFoldersOf({ files, texts }: Pick<HubRepository, 'files' | 'texts'>): readonly OnnxFolder[] {
  const sizes = new Map([...texts, ...files].map(({ path, sizeBytes }) => [path, sizeBytes]))
  if (!sizes.has('config.json')) return []
  for (const graphs of graphSets) {
    const folders = onnxVariants.flatMap((variant): OnnxFolder[] => {
      const paths = graphs.map((graph) => `onnx/${graph}${variant}.onnx`)
      if (!paths.every((path) => sizes.has(path))) return []
      // Weights of more than two gigabytes are beside their graph.
      const weights = [...sizes.keys()].filter((path) => paths.some((graph) => path.startsWith(`${graph}_data`)))
      const all = [...paths, ...weights]
      const sizeBytes = all.reduce((sum, path) => sum + sizes.get(path)!, 0)
      return [{ path: paths[0]!, sizeBytes, files: [...all, ...descriptions.filter((path) => sizes.has(path))] }]
    })
    if (folders.length > 0) return folders
  }
  return []
}
