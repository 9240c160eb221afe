import { sharp } from '../../src/main/platform/pure/sharp.ts'
import type { McpStage } from './mcp-stage.ts'
import { runCommand } from './run-command.ts'
import { writeTinyClip } from './vision/write-tiny-clip.ts'
import { writeTinyFlorence } from './vision/write-tiny-florence.ts'
import { writeTinyMatting } from './vision/write-tiny-matting.ts'
import { writeTinyOwl } from './vision/write-tiny-owl.ts'
import { writeTinySam } from './vision/write-tiny-sam.ts'
import { writeTinyUpscaler } from './vision/write-tiny-upscaler.ts'

/** Gives a home a model for each tool that needs one, and `photos/disk.png`: a red disk on blue, a subject to them. */
export async function installTinyModels(stage: McpStage): Promise<void> {
  writeTinyClip(stage.at('models', 'tiny-clip'))
  writeTinySam(stage.at('models', 'tiny-sam'))
  writeTinyOwl(stage.at('models', 'tiny-owl'))
  writeTinyFlorence(stage.at('models', 'tiny-florence'))
  writeTinyMatting(stage.at('models', 'tiny-modnet'))
  writeTinyUpscaler(stage.at('models', 'RealESRGAN_x4plus.onnx'))
  const { code, err } = await runCommand(['models', 'import', stage.at('models')], { home: stage.at('home') })
  if (code !== 0) throw new Error(err)
  const svg = '<svg width="128" height="96"><rect width="128" height="96" fill="#00f"/>'
  const disk = sharp(Buffer.from(`${svg}<circle cx="64" cy="48" r="30" fill="#f00"/></svg>`))
  await disk.removeAlpha().toFile(stage.at('photos', 'disk.png'))
}
