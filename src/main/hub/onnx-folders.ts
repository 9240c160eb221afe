import { basename } from 'node:path'
import { namesInpainting, namesUpscaling, onnxVariants } from '../model-files/index.ts'
import type { HubRepository } from './hub.ts'

/** A model that needs its graphs and their descriptions in a folder of its own, in the hub's layout. */
export interface OnnxFolder {
  /** Its main or only graph, such as `onnx/model_fp16.onnx`; it names the choice. */
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

type Sizes = ReadonlyMap<string, number>

/**
 * Returns what a repository has as ONNX models in precisions that Atelier runs, exact ones first; else its single graphs
 * that are models for removal or upscalers.
 */
export function onnxFoldersOf({
  repo,
  files,
  texts,
}: Pick<HubRepository, 'repo' | 'files' | 'texts'>): readonly OnnxFolder[] {
  const sizes = new Map([...texts, ...files].map(({ path, sizeBytes }) => [path, sizeBytes]))
  const described = sizes.has('config.json') ? describedFolders(sizes) : []
  return described.length > 0 ? described : bareGraphs(repo, sizes)
}

function describedFolders(sizes: Sizes): readonly OnnxFolder[] {
  const weights = weightsIn(sizes)
  for (const graphs of graphSets) {
    const folders = onnxVariants.flatMap((variant): OnnxFolder[] => {
      const paths = graphs.map((graph) => `onnx/${graph}${variant}.onnx`)
      if (!paths.every((path) => sizes.has(path))) return []
      const graphFiles = withWeights(paths, weights)
      const described = descriptions.filter((path) => sizes.has(path))
      return [{ path: paths[0]!, sizeBytes: bytesOf(graphFiles, sizes), files: [...graphFiles, ...described] }]
    })
    if (folders.length > 0) return folders
  }
  return []
}

/** By their names, or the repository's: nothing describes them. */
function bareGraphs(repo: string, sizes: Sizes): readonly OnnxFolder[] {
  const weights = weightsIn(sizes)
  return [...sizes.keys()]
    .filter((path) => path.endsWith('.onnx') && (isNamed(basename(path)) || isNamed(basename(repo))))
    .map((path) => {
      const files = withWeights([path], weights)
      return { path, sizeBytes: bytesOf(files, sizes), files }
    })
}

const isNamed = (name: string) => namesInpainting(name) || namesUpscaling(name)

type Weights = ReadonlyMap<string, readonly string[]>

/** Weights of more than two gigabytes are beside their graph: by its path. */
function weightsIn(sizes: Sizes): Weights {
  const beside = [...sizes.keys()].filter((path) => path.includes('.onnx_data'))
  return Map.groupBy(beside, (path) => path.slice(0, path.indexOf('_data', path.indexOf('.onnx_data'))))
}

function withWeights(graphs: readonly string[], weights: Weights): readonly string[] {
  return [...graphs, ...graphs.flatMap((graph) => weights.get(graph) ?? [])]
}

function bytesOf(paths: readonly string[], sizes: Sizes): number {
  return paths.reduce((sum, path) => sum + sizes.get(path)!, 0)
}
