import { basename, join } from 'node:path'
import { z } from 'zod'
import { findWeights, hashOf, readConfig, type NamedModel } from './model-folder.ts'

/** A model that finds people in an image and the points of their bodies, as RTMO does: all of them in one run. */
export interface PoseModel extends NamedModel {
  readonly path: string
}

const configSchema = z.object({ model_type: z.string() })

/**
 * Recognizes a folder in the layout of the hub's ONNX exports of RTMO. What the graph takes is read when it is loaded. null
 * = another kind of model.
 * @throws storage/*
 */
export async function readPoseModel(folder: string): Promise<PoseModel | null> {
  const path = await findWeights(folder, 'model')
  if (path === null) return null
  const config = configSchema.safeParse(await readConfig(join(folder, 'config.json')).catch(() => null))
  if (!config.success || !/^rtmo$/i.test(config.data.model_type)) return null
  const name = basename(folder)
  return { id: `${name}-${await hashOf([path])}`, name, path }
}
