import { join } from 'node:path'
import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import { searchedWordsMax, type FoundObject } from '../../../shared/domain/vision.ts'
import * as messages from '../../../shared/messages/en/tools.ts'
import type { Size } from '../../../shared/util/geometry.ts'
import type { ObjectPrompt } from '../../../shared/util/mask/object-mask.ts'
import { badInput } from '../read-options.ts'
import { defineTool, exampleOf, type ToolContext } from './tool.ts'
import { shownImageSchema } from './images/tool-images.ts'
import { withImageFile } from './images/with-image-file.ts'

const coordinate = z.number().min(0).max(100_000)
const pointsSchema = z.array(z.tuple([coordinate, coordinate])).max(100)
const boxSchema = z.tuple([coordinate, coordinate, coordinate, coordinate])

export const selectObjectTool = defineTool({
  name: 'select_object',
  title: messages.selectTitle,
  description: messages.selectDescription({
    example: exampleOf({ input_image: '/home/me/photos/desk.jpg', words: 'the left cup' }),
  }),
  input: z.strictObject({
    input_image: shownImageSchema,
    points: pointsSchema.optional().describe(messages.pointField),
    exclude: pointsSchema.optional().describe(messages.excludeField),
    box: boxSchema.optional().describe(messages.boxField),
    words: z.string().trim().min(1).max(searchedWordsMax).optional().describe(messages.wordsField),
    all: z.boolean().default(false).describe(messages.allField),
  }),
  output: z.object({
    mask_path: z.string(),
    width: z.int(),
    height: z.int(),
    model: z.string(),
    found: z.array(z.object({ box: boxSchema, score: z.number() })),
  }),
  isReadOnly: false,
  run({ input_image: image, points = [], exclude = [], box, words, all }, context) {
    const isByPlace = points.length > 0 || box !== undefined
    if (isByPlace === (words !== undefined)) throw badInput(messages.pointOrWords)
    const prompt: ObjectPrompt = { points: [...toPoints(points, true), ...toPoints(exclude, false)], box: toBox(box) }
    return withImageFile(image, context, (path) => select(path, { prompt, words, all }, context))
  },
})

interface WantedObject {
  readonly prompt: ObjectPrompt
  readonly words: string | undefined
  /** With words: every object that fits. */
  readonly all: boolean
}

async function select(path: string, { prompt, words, all }: WantedObject, context: ToolContext) {
  const { services, signal, files } = context
  const size = await services.imaging.probe({ path }, { signal })
  if (!isInside(prompt, size)) throw badInput(messages.notInside({ width: size.widthPx, height: size.heightPx }))
  const objects = await services.objects()
  const model = await objects.model(undefined)
  const found = words === undefined ? [] : await findByWords(path, words, context)
  const [first = prompt, ...others] = found.map((each): ObjectPrompt => ({ points: [], box: each.box }))
  const target = await files.writable(join(files.outputFolder, `mask-${randomUUID().slice(0, 8)}.png`))
  await objects.writeMask({ path, target }, [first, ...(all ? others : [])], model, signal)
  return {
    mask_path: target,
    width: size.widthPx,
    height: size.heightPx,
    model: model.name,
    found: found.map((each) => ({
      box: [each.box.x, each.box.y, each.box.widthPx, each.box.heightPx] as [number, number, number, number],
      score: each.score,
    })),
  }
}

function isInside({ points, box }: ObjectPrompt, { widthPx, heightPx }: Size): boolean {
  if (points.some(({ x, y }) => x >= widthPx || y >= heightPx)) return false
  if (box === null) return true
  const hasArea = box.widthPx > 0 && box.heightPx > 0
  return hasArea && box.x + box.widthPx <= widthPx && box.y + box.heightPx <= heightPx
}

function toPoints(points: readonly (readonly [number, number])[], isIncluded: boolean) {
  return points.map(([x, y]) => ({ x, y, isIncluded }))
}

function toBox(box: readonly [number, number, number, number] | undefined): ObjectPrompt['box'] {
  return box === undefined ? null : { x: box[0], y: box[1], widthPx: box[2], heightPx: box[3] }
}

async function findByWords(path: string, words: string, context: ToolContext): Promise<readonly FoundObject[]> {
  const detection = await context.services.detection()
  return detection.findInFile(path, words, await detection.model(undefined), context.signal)
}
