import { basename, dirname, extname } from 'node:path'

/** Generic file names that programs give to every model: their folder names tell which it is. */
const plainNames = /^(diffusion_pytorch_model|model|pytorch_model)(\.fp16|\.bf16|\.non_ema)?$/
const partFolders = /^(unet|transformer|prior|vae|text_encoder(_\d)?)$/

/** Returns the usual name of the model in a file. */
export function modelNameOf(path: string): string {
  const stem = basename(path, extname(path))
  if (!plainNames.test(stem)) return stem
  const folder = dirname(path)
  const name = basename(partFolders.test(basename(folder)) ? dirname(folder) : folder)
  return name || stem
}
