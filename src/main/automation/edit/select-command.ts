import { resolve } from 'node:path'
import { assetIdSchema } from '../../../shared/domain/ids.ts'
import { searchedWordsMax, type FoundObject } from '../../../shared/domain/vision.ts'
import { localVision } from '../../../shared/domain/import-recipe.ts'
import { withPercent } from '../../../shared/messages/formats.ts'
import { imageOrIdArgument } from '../../../shared/messages/en/cli-options.ts'
import { wordsFound } from '../../../shared/messages/en/cli-counts.ts'
import * as messages from '../../../shared/messages/en/cli-vision.ts'
import type { Size } from '../../../shared/util/geometry.ts'
import type { ObjectPrompt } from '../../../shared/util/mask/object-mask.ts'
import { defineCommand, type CommandContext } from '../program/command.ts'
import { fileOptions, outFileOption } from './image-options.ts'
import { requireOutputFile } from './output-file.ts'
import { importImage } from '../library/import-image.ts'
import { badInput } from '../read-options.ts'
import { imageReport, successReport } from '../report.ts'
import type { ReportedObject } from '../report-schema.ts'

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
    words: { value: 'text', help: messages.selectWords },
    all: { help: messages.selectAll },
    model: { value: 'name', help: messages.segmentationModel },
    detector: { value: 'name', help: messages.detectionModel },
    out: outFileOption,
    force: fileOptions.force,
  },
  standardOutput: 'file',
  examples: [
    'select photo.jpg --point 640,480 --out mask.png',
    'select photo.jpg --box 100,80,400,300 --exclude 120,90 --out mask.png',
    'select photo.jpg --words "the left cup" --out mask.png',
    'select photo.jpg --words cup --all --out mask.png',
  ],
  async run({ point = [], exclude = [], box, model: name, out: file, force, ...how }, [image = ''], context) {
    const where = { workingFolder: context.workingFolder, mayReplace: force === true }
    const out = file === undefined ? null : await requireOutputFile(file, where)
    if (out?.mime !== 'image/png') throw badInput(messages.selectMaskNeedsPng)
    const words = readWords(how, [...point, ...exclude, ...(box === undefined ? [] : [box])])
    const prompt = words === null ? readPrompt(point, exclude, box) : null
    const { path, size } = await openImage(image, context)
    if (prompt !== null) requireInside(prompt, size)
    const objects = await (await context.services()).objects()
    const model = await objects.model(name)
    const found = words === null ? [] : await findByWords(path, words, how.detector, context)
    const [first, ...others] = found.map((each) => ({ points: [], box: each.box }))
    const prompts = [prompt ?? first!, ...(how.all === true ? others : [])] as const
    await objects.writeMask({ path, target: out.path }, prompts, model, context.signal)
    const made = imageReport({ id: null, mime: out.mime, path: out.path, seed_used: null })
    const report = { images: [made], provider: localVision, model: model.name }
    if (words === null) return { lines: [out.path], report: successReport(report) }
    return { lines: [out.path], report: successReport({ ...report, found: found.map(toReported) }) }
  },
})

interface WordOptions {
  readonly words?: string | undefined
  readonly all?: boolean | undefined
  readonly detector?: string | undefined
}

/** null = not by words. @throws request/invalid */
export function readWords({ words, all, detector }: WordOptions, others: readonly string[]): string | null {
  if (words === undefined) {
    if (all === true || detector !== undefined) throw badInput(messages.onlyWithWords)
    return null
  }
  if (others.length > 0) throw badInput(messages.wordsAlone)
  const text = words.trim()
  if (text === '' || text.length > searchedWordsMax) throw badInput(messages.wordsExpected({ max: searchedWordsMax }))
  return text
}

async function findByWords(
  path: string,
  words: string,
  detector: string | undefined,
  { services, signal, reportProgress }: CommandContext,
): Promise<readonly FoundObject[]> {
  const detection = await (await services()).detection()
  const found = await detection.findInFile(path, words, await detection.model(detector), signal)
  const scores = found.map(({ score }) => withPercent(Math.round(score * 100)))
  reportProgress(wordsFound({ count: found.length, scores: scores.join(', ') }))
  return found
}

function toReported({ box, score }: FoundObject): ReportedObject {
  return { box: [box.x, box.y, box.widthPx, box.heightPx], score }
}

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

async function openImage(image: string, context: CommandContext) {
  const { services, workingFolder, signal } = context
  const { assets, imaging } = await services()
  const id = assetIdSchema.safeParse(image === '-' ? (await importImage(image, context)).id : image)
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
