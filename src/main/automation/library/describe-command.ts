import { resolve } from 'node:path'
import { assetIdSchema } from '../../../shared/domain/ids.ts'
import { toErrorData } from '../../../shared/errors/index.ts'
import * as messages from '../../../shared/messages/en/cli-vision.ts'
import { descriptionParts, isOfOneImage, type DescriptionPart } from '../../../shared/domain/image-description.ts'
import type { DescribedParts, Descriptions } from '../../vision/descriptions.ts'
import { defineCommand, type CommandContext } from '../program/command.ts'
import { badInput } from '../read-options.ts'
import { successReport } from '../report.ts'
import type { ReportedImageDescription } from '../report-schema.ts'

export const describeCommand = defineCommand({
  name: 'describe',
  group: 'library',
  summary: messages.describe,
  details: messages.describeDetails,
  args: { '[images...]': messages.describeImages },
  options: {
    caption: { help: messages.describeCaption },
    detailed: { help: messages.describeDetailed },
    tags: { help: messages.describeTags },
    all: { help: messages.describeAll },
    model: { value: 'name', help: messages.descriptionModel },
  },
  examples: ['describe photo.jpg', 'describe *.png --caption --json', 'describe ID --tags', 'describe --all'],
  async run({ caption, detailed, tags, all: isAll = false, model: name }, images, context) {
    if (!isAll && images.length === 0) throw badInput(messages.nothingToDescribe)
    const wanted = { caption: caption === true, description: detailed === true, tags: tags === true }
    const chosen = descriptionParts.filter((part) => wanted[part])
    const parts = chosen.length === 0 ? descriptionParts : chosen
    const descriptions = await (await context.services()).descriptions()
    const model = await descriptions.model(name)
    const described: ReportedImageDescription[] = []
    const problems: string[] = []
    for (const image of images) {
      try {
        const made = await describeImage(image, parts, { descriptions, model, context })
        described.push({ of: image, model: model.name, ...pickParts(made, parts) })
      } catch (thrown) {
        const { code, message } = toErrorData(thrown)
        if (images.length === 1 || !isOfOneImage(code)) throw thrown
        problems.push(`${image}: ${message}`)
      }
    }
    const lines = described.flatMap((each) => toLines(each, images.length > 1))
    const report = { model: model.name, descriptions: described }
    if (!isAll) return { lines, problems, report: successReport({ ...report, warnings: warningsOf(problems) }) }
    const library = await describeLibrary({ descriptions, model, context })
    const allProblems = [...problems, ...library.problems]
    return {
      lines: [...lines, library.line],
      problems: allProblems,
      report: successReport({ ...report, described: library.counts, warnings: warningsOf(allProblems) }),
    }
  },
})

interface DescribeTools {
  readonly descriptions: Descriptions
  readonly model: Awaited<ReturnType<Descriptions['model']>>
  readonly context: CommandContext
}

/** An image of the library keeps its description; a file has none. */
function describeImage(
  image: string,
  parts: readonly DescriptionPart[],
  { descriptions, model, context: { signal, workingFolder } }: DescribeTools,
): Promise<DescribedParts> {
  const id = assetIdSchema.safeParse(image)
  if (id.success) return descriptions.ofImage(model, id.data, signal)
  return descriptions.ofFile(model, resolve(workingFolder, image), parts, signal)
}

function pickParts(made: DescribedParts, parts: readonly DescriptionPart[]) {
  return {
    ...(parts.includes('caption') && { caption: made.caption }),
    ...(parts.includes('description') && { description: made.description }),
    ...(parts.includes('tags') && { tags: made.tags }),
  }
}

/** One line for each part; several images are named. */
function toLines({ of, caption, description, tags }: ReportedImageDescription, isNamed: boolean): string[] {
  const texts = [caption, description, tags?.join(', ')].filter((text) => text !== undefined)
  return isNamed ? texts.map((text) => `${of}  ${text}`) : texts
}

/** Describes what has no description yet; what is left after an interruption goes on with the next run. */
async function describeLibrary({ descriptions, model, context }: DescribeTools) {
  const { signal, reportProgress, services } = context
  const { assets } = await services()
  const { describing, libraryDescribed } = await import('../../../shared/messages/en/cli-counts.ts')
  const { queue } = assets.descriptions
  await queue.pause(false)
  await queue.add(null)
  let shownPercent = 0
  const counts = await descriptions.work(model, {
    signal,
    onProgress: (done, total) => {
      const percent = Math.floor((100 * done) / total)
      if (percent < shownPercent + 10) return
      shownPercent = percent
      reportProgress(describing({ done, total }))
    },
  })
  const { failed } = await queue.state()
  return {
    counts,
    line: libraryDescribed({ count: counts.described, model: model.name }),
    problems: counts.failed === 0 ? [] : failed.map(({ name, message }) => `${name}: ${message}`),
  }
}

function warningsOf(problems: readonly string[]) {
  return problems.map((message) => ({ code: 'image', message }))
}
