import { stat } from 'node:fs/promises'
import { basename, dirname, extname } from 'node:path'
import { namesInpainting } from '../../model-files/index.ts'
import { hashOf, type NamedModel } from './model-folder.ts'

/** A model that fills holes in images, such as LaMa: one graph without a description beside it. */
export interface InpaintingModel extends NamedModel {
  readonly path: string
}

/** Below, a graph holds no weights: it is the pointer of a repository that was cloned without them. */
const leastBytes = 256

/**
 * Recognizes a graph by its name or its folder's: what it takes is read when it is loaded. null = another kind of model,
 * or a folder.
 * @throws storage/*
 */
export async function readInpaintingModel(path: string): Promise<InpaintingModel | null> {
  if (extname(path).toLowerCase() !== '.onnx') return null
  const stem = basename(path, extname(path))
  const parent = dirname(path)
  const folder = basename(basename(parent) === 'onnx' ? dirname(parent) : parent)
  if (!namesInpainting(stem) && !namesInpainting(folder)) return null
  const found = await stat(path).catch(() => null)
  if (found === null || !found.isFile() || found.size < leastBytes) return null
  const name = /^model/i.test(stem) ? folder : stem
  return { id: `${name}-${await hashOf([path])}`, name, path }
}
