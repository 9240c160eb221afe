import { stat } from 'node:fs/promises'
import { basename, dirname, extname, join } from 'node:path'
import { z } from 'zod'
import { namesUpscaling } from '../../model-files/index.ts'
import { findWeights, hashOf, readConfig, type NamedModel } from './model-folder.ts'

/** A model that makes images larger by a fixed factor, such as Real-ESRGAN or Swin2SR. */
export interface UpscalingModel extends NamedModel {
  readonly path: string
  /** The sides of what it takes are multiples of this. */
  readonly sideMultiplePx: number
}

/** Below, a graph holds no weights: it is the pointer of a repository that was cloned without them. */
const leastBytes = 256
/** Windows of attention and unshuffled pixels need whole multiples; of what is published, none needs more. */
const usualMultiplePx = 16

const configSchema = z.object({ model_type: z.string().default('') })
/** As transformers' Swin2SRImageProcessor. */
const processorSchema = z.object({ pad_size: z.int().min(1).max(64).catch(usualMultiplePx) })

/**
 * Recognizes a single graph by its name, and a folder in the layout of the hub's ONNX exports by its configuration or its
 * name. What it takes, and its factor, are known when it is loaded. null = another kind of model.
 * @throws storage/*
 */
export async function readUpscalingModel(path: string): Promise<UpscalingModel | null> {
  return extname(path).toLowerCase() === '.onnx' ? readGraph(path) : readFolder(path)
}

async function readGraph(path: string): Promise<UpscalingModel | null> {
  const stem = basename(path, extname(path))
  const parent = dirname(path)
  // A graph named “model” there is that of the folder around it.
  const isPart = basename(parent) === 'onnx' && /^model/i.test(stem)
  const name = /^model/i.test(stem) ? basename(parent) : stem
  if (isPart || !(namesUpscaling(stem) || namesUpscaling(basename(parent)))) return null
  const found = await stat(path).catch(() => null)
  if (found === null || !found.isFile() || found.size < leastBytes) return null
  return { id: `${name}-${await hashOf([path])}`, name, path, sideMultiplePx: usualMultiplePx }
}

async function readFolder(folder: string): Promise<UpscalingModel | null> {
  const path = await findWeights(folder, 'model')
  if (path === null) return null
  const config = configSchema.safeParse(await readConfig(join(folder, 'config.json')).catch(() => null))
  const type = config.success ? config.data.model_type : ''
  const name = basename(folder)
  // A folder that says it is something else is believed.
  if (type === '' ? !namesUpscaling(name) : !/^swin2sr$/i.test(type)) return null
  if ((await stat(path)).size < leastBytes) return null
  const described = processorSchema.safeParse(
    await readConfig(join(folder, 'preprocessor_config.json')).catch(() => ({})),
  )
  const sideMultiplePx = described.success ? described.data.pad_size : usualMultiplePx
  return { id: `${name}-${await hashOf([path])}`, name, path, sideMultiplePx }
}
