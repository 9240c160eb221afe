import { z } from 'zod'
import type { Asset } from '../../../shared/domain/asset.ts'
import type { FillInput } from '../../../shared/domain/job.ts'
import type { JobId } from '../../../shared/domain/ids.ts'
import { usualColorAdaptation } from '../../../shared/domain/edit.ts'
import * as messages from '../../../shared/messages/en/tools.ts'
import { frameOfRatio } from '../../editing/edit-area.ts'
import { toOutcome } from '../generate/generation-outcome.ts'
import { badInput } from '../read-options.ts'
import { runJobs } from '../generate/run-job.ts'
import { frameOf } from './generation-tools.ts'
import { generationFields } from './generation-fields.ts'
import { madeSchema, imagesToShow, toMade, type Made } from './images/made-images.ts'
import { defineTool, exampleOf, type ToolContext } from './tool.ts'
import { imageSchema, maskSchema, namedImageSchema, openNamedImage, openMask } from './images/tool-images.ts'

const edgeSchema = z.number().min(0).max(512).default(0)
const seedSchema = z.int().min(0).max(0xffff_ffff).optional().describe(messages.localSeedField)
const sideSchema = z.int().min(0).max(8_192).optional().describe(messages.sideField)

export const fillImageTool = defineTool({
  name: 'fill_image',
  title: messages.fillTitle,
  description: messages.fillDescription({
    example: exampleOf({ input_image: '/home/me/photos/street.jpg', mask_image: '/home/me/photos/bin.png', grow: 4 }),
  }),
  input: z.strictObject({
    input_image: imageSchema,
    mask_image: maskSchema,
    model: z.string().max(300).optional().describe(messages.fillModelField),
    grow: edgeSchema.describe(messages.growField),
    feather: edgeSchema.describe(messages.featherField),
    sampling_image: namedImageSchema.optional().describe(messages.samplingField),
    color_adaptation: z.number().min(0).max(1).optional().describe(messages.adaptationField),
    seed: seedSchema,
    output_format: generationFields.output_format,
  }),
  output: madeSchema,
  isReadOnly: false,
  shown: imagesToShow,
  async run({ input_image: image, mask_image: mask, output_format, ...settings }, context) {
    const { model, grow, feather, seed, sampling_image: sampling, color_adaptation: adaptation } = settings
    if (model !== undefined && (sampling ?? adaptation) !== undefined) throw badInput(messages.modelTakesNoSampling)
    const { maskPng } = await openMask(mask, context)
    const samplingPng = sampling === undefined ? null : (await openMask(sampling, context)).maskPng
    const source = await openNamedImage(image, context)
    const wanted = {
      assetId: source.id,
      maskPng,
      samplingPng,
      colourAdaptation: adaptation ?? usualColorAdaptation,
      model: model ?? null,
      growPx: grow,
      featherPx: feather,
      seed: seed ?? null,
      agent: context.agent,
    }
    const started = await context.services.jobs.fill(ofNoDocument(wanted))
    return finish(started.id, output_format, context)
  },
})

function ofNoDocument(input: Omit<FillInput, 'documentId'>): FillInput {
  return { ...input, documentId: null }
}

export const expandImageTool = defineTool({
  name: 'expand_image',
  title: messages.expandTitle,
  description: messages.expandDescription({
    example: exampleOf({ input_image: 'LIBRARY_ID', left: 200, right: 200 }),
  }),
  input: z.strictObject({
    input_image: imageSchema,
    left: sideSchema,
    top: sideSchema,
    right: sideSchema,
    bottom: sideSchema,
    aspect_ratio: generationFields.aspect_ratio.describe(messages.ratioField),
    seed: seedSchema,
    output_format: generationFields.output_format,
  }),
  output: madeSchema,
  isReadOnly: false,
  shown: imagesToShow,
  async run({ input_image: image, aspect_ratio: ratio, seed, output_format, ...sides }, context) {
    const source = await openNamedImage(image, context)
    const frame = ratio === undefined ? frameOf(sides, source) : frameFor(ratio, sides, source)
    const edit = { documentId: null, assetId: source.id, frame, seed: seed ?? null, agent: context.agent }
    const started = await context.services.jobs.edits.expand(edit)
    return finish(started.id, output_format, context)
  },
})

function frameFor(ratio: string, sides: Readonly<Record<string, number | undefined>>, source: Asset) {
  if (Object.values(sides).some((side) => side !== undefined)) throw badInput(messages.sidesOrRatio)
  const [widthPx = 0, heightPx = 0] = ratio.split(':').map(Number)
  if (widthPx === 0 || heightPx === 0) throw badInput(messages.notARatio)
  return frameOfRatio(source, { widthPx, heightPx })
}

/** Waits for a job on this computer and reports its image. */
async function finish(id: JobId, delivery: 'filepath' | 'url' | 'b64', context: ToolContext): Promise<Made> {
  const { services, signal, paths, files } = context
  const stop = services.jobs.onChanged((job) => {
    if (job.id === id) context.onProgress(job.progress, job.phase ?? job.state)
  })
  const jobs = await runJobs(services.jobs, [id], signal).finally(stop)
  const run = { services, context: { paths, workingFolder: files.outputFolder, signal }, folder: undefined, delivery }
  const { report } = await toOutcome(jobs, run)
  const [job] = jobs
  // Free, whatever the job says of it.
  return { ...(await toMade(report, context)), cost_estimate: 0, cost: 0, billed: 'no', model: job?.model ?? null }
}
