import { resolve } from 'node:path'
import { assetIdSchema } from '../../shared/domain/ids.ts'
import { localVision } from '../../shared/domain/import-recipe.ts'
import { imageOrIdArgument } from '../../shared/messages/en/cli-options.ts'
import * as messages from '../../shared/messages/en/cli-vision.ts'
import type { Size } from '../../shared/util/geometry.ts'
import type { ObjectPrompt } from '../../shared/util/object-mask.ts'
import { defineCommand, type CommandContext } from './command.ts'
import { fileOptions, outFileOption } from './image-options.ts'
import { requireOutputFile } from './output-file.ts'
import { badInput } from './read-options.ts'
import { imageReport, successReport } from './report.ts'

export const selectCommand = defineCommand({
  name: 'select',
  group: 'edit',
  summary: messages.select,
  details: messages.selectDetails,
  args: { '<image>': imageOrIdArgument },
  options: {
    point: { value: 'x,y', isMany: true, help: messages.selectPoint },
    exclude: { value: 'x,y', isMany: true, help: messages.selectExclude },
    box: { value: 'x,y,width,height', help: messages.selectBox },
    model: { value: 'name', help: messages.segmentationModel },
    out: outFileOption,
    force: fileOptions.force,
  },
  examples: [
    'select photo.jpg --point 640,480 --out mask.png',
    'select photo.jpg --box 100,80,400,300 --exclude 120,90 --out mask.png',
  ],
  async run({ point = [], exclude = [], box, model: name, out: file, force }, [image = ''], context) {
    const where = { workingFolder: context.workingFolder, mayReplace: force === true }
    const out = file === undefined ? null : await requireOutputFile(file, where)
    if (out?.mime !== 'image/png') throw badInput(messages.selectMaskNeedsPng)
    const prompt = readPrompt(point, exclude, box)
    const { path, size } = await openImage(image, context)
    requireInside(prompt, size)
    const objects = await (await context.services()).objects()
    const model = await objects.model(name)
    await objects.writeMask({ path, target: out.path }, prompt, model, context.signal)
    const made = imageReport({ id: null, mime: out.mime, path: out.path, seed_used: null })
    return { lines: [out.path], report: successReport({ images: [made], provider: localVision, model: model.name }) }
  },
})

/** @throws request/invalid */
export function readPrompt(
  points: readonly string[],
  excluded: readonly string[],
  box: string | undefined,
): ObjectPrompt {
  if (points.length === 0 && box === undefined) throw badInput(messages.nothingSelected)
  const toPoint = (option: string, isIncluded: boolean) => (text: string) => {
    const [x = 0, y = 0] = readNumbers(text, option, 'X,Y')
    return { x, y, isIncluded }
  }
  const [x = 0, y = 0, widthPx = 0, heightPx = 0] =
    box === undefined ? [] : readNumbers(box, '--box', 'X,Y,WIDTH,HEIGHT')
  return {
    points: [...points.map(toPoint('--point', true)), ...excluded.map(toPoint('--exclude', false))],
    box: box === undefined ? null : { x, y, widthPx, heightPx },
  }
}

/** @param form as many names as there must be numbers */
function readNumbers(text: string, option: string, form: string): number[] {
  const parts = text.split(',').map((part) => part.trim())
  const isWhole = parts.length === form.split(',').length && parts.every((part) => /^\d+(\.\d+)?$/.test(part))
  if (!isWhole) throw badInput(messages.numbersExpected({ option, form, text }))
  return parts.map(Number)
}

async function openImage(image: string, { services, workingFolder, signal }: CommandContext) {
  const { assets, imaging } = await services()
  const id = assetIdSchema.safeParse(image)
  const path = id.success ? (await assets.files.locate(id.data, 'original')).path : resolve(workingFolder, image)
  return { path, size: await imaging.probe({ path }, { signal }) }
}

/** @throws request/invalid */
export function requireInside({ points, box }: ObjectPrompt, { widthPx, heightPx }: Size): void {
  const refuse = (option: string, text: string): never => {
    throw badInput(messages.outsideImage({ option, text, widthPx, heightPx }))
  }
  for (const { x, y, isIncluded } of points) {
    if (x >= widthPx || y >= heightPx) refuse(isIncluded ? '--point' : '--exclude', `${x},${y}`)
  }
  if (box === null) return
  const isEmpty = box.widthPx === 0 || box.heightPx === 0
  if (isEmpty || box.x + box.widthPx > widthPx || box.y + box.heightPx > heightPx) {
    refuse('--box', `${box.x},${box.y},${box.widthPx},${box.heightPx}`)
  }
}
