import { basename } from 'node:path'
import { isOnePart, isPickle, notAModel } from './header/refusals.ts'
import { readModelHeader } from './header/read-model-header.ts'
import { recognizeModel } from './recognize/recognize-model.ts'
import type { RecognizedModel } from './recognize/recognized-model.ts'

/** Recognizes a file that does not have its final name yet. @throws model/unsupported, model/damaged, storage/* */
export async function recognizeFile(path: string, futurePath: string): Promise<RecognizedModel> {
  return recognizeModel(await readModelHeader(path), futurePath)
}

export const modelFile = /\.(safetensors|sft|gguf)$/i
/** Read only to report why they are not used. */
export const pickleFile = /\.(ckpt|pt|pth|bin)$/i
/** Part of a model that was split into several files. */
export const partName = /-\d{5}-of-\d{5}\.(safetensors|gguf)$/i

/** Checks a name before the file is downloaded. @throws model/unsupported */
export function requireModelName(path: string): void {
  const name = basename(path)
  if (pickleFile.test(name)) throw isPickle(name)
  if (partName.test(name)) throw isOnePart(name)
  if (!modelFile.test(name)) throw notAModel(name)
}
