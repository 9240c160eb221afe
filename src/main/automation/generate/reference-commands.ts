import { access } from 'node:fs/promises'
import { resolve } from 'node:path'
import {
  referenceDraftSchema,
  referenceExtension,
  referenceImagesMax,
  referenceKindSchema,
  referenceNameSchema,
  type NamedReference,
} from '../../../shared/domain/named-reference.ts'
import { AppError } from '../../../shared/errors/index.ts'
import { fileExists } from '../../../shared/messages/en/cli.ts'
import * as messages from '../../../shared/messages/en/cli-references.ts'
import { referenceKey } from '../../../shared/prompting/index.ts'
import type { Asset } from '../../../shared/domain/asset.ts'
import { defineCommand, oneOf, type CommandContext } from '../program/command.ts'
import { openGivenImage } from '../library/import-image.ts'
import { badInput } from '../read-options.ts'
import { reportedImage, successReport } from '../report.ts'
import { reportedReference } from './reported-reference.ts'

const group = 'library'
const nameArgument = { '<name>': messages.name }

export const addReferenceCommand = defineCommand({
  name: 'reference add',
  group,
  summary: messages.add,
  details: messages.addDetails,
  args: { ...nameArgument, '[images...]': messages.images },
  options: {
    kind: { value: 'kind', ...oneOf(referenceKindSchema.options) },
    note: { value: 'text', help: messages.note },
    description: { value: 'text', help: messages.description },
    rights: { value: 'text', help: messages.rights },
  },
  examples: [
    'reference add anna anna-1.jpg anna-2.jpg --kind person --note "freckles, short red hair"',
    'reference add brass-lamp ID --kind thing --description "an old brass oil lamp"',
  ],
  async run({ kind = 'person', note = '', description = '', rights = '' }, [word = '', ...images], context) {
    const name = readName(word)
    if (images.length === 0 && description === '') throw badInput(messages.nothingToShow)
    if (images.length > referenceImagesMax) throw badInput(messages.tooManyImages({ max: referenceImagesMax }))
    const facts = readFacts({ name, kind, note, description, rights })
    const { assets } = await context.services()
    requireFree(name, await assets.references.list())
    const added: Asset[] = []
    for (const image of images) added.push(await openGivenImage(image, context))
    const imageIds = [...new Set(added.map(({ id }) => id))]
    const reference = await assets.references.create({ ...facts, imageIds })
    return {
      lines: [toLine(reference)],
      report: successReport({
        references: [reportedReference(reference)],
        images: added.map((asset) => reportedImage(asset, context.paths.library)),
      }),
    }
  },
})

export const listReferencesCommand = defineCommand({
  name: 'reference list',
  group,
  summary: messages.list,
  examples: ['reference list', 'reference list --json'],
  async run(_values, _args, context) {
    const references = await (await context.services()).assets.references.list()
    return {
      lines: references.length === 0 ? [messages.noneYet] : references.map(toLine),
      report: successReport({ references: references.map(reportedReference) }),
    }
  },
})

export const removeReferenceCommand = defineCommand({
  name: 'reference remove',
  group,
  summary: messages.remove,
  details: messages.removeDetails,
  args: nameArgument,
  examples: ['reference remove anna'],
  async run(_values, [word = ''], context) {
    const reference = await requireReference(word, context)
    await (await context.services()).assets.references.remove(reference.id)
    return {
      lines: [messages.removed({ name: reference.name })],
      report: successReport({ references: [reportedReference(reference)] }),
    }
  },
})

export const exportReferenceCommand = defineCommand({
  name: 'reference export',
  group,
  summary: messages.exportOne,
  details: messages.exportDetails,
  args: nameArgument,
  options: {
    out: { value: 'file', isRequired: true, help: messages.outFile({ extension: `.${referenceExtension}` }) },
    force: { help: messages.replaceFile },
  },
  examples: ['reference export anna --out anna.atelier-reference'],
  async run({ out, force }, [word = ''], context) {
    const extension = `.${referenceExtension}`
    if (!out.toLowerCase().endsWith(extension)) throw badInput(messages.wrongExtension({ extension }))
    const path = resolve(context.workingFolder, out)
    if (force !== true && (await exists(path))) throw new AppError('storage/exists', fileExists({ file: out }))
    const reference = await requireReference(word, context)
    await (await context.services()).assets.references.exportTo(reference.id, path, context.signal)
    return {
      lines: [path],
      report: successReport({ references: [reportedReference(reference)], reference_file: path }),
    }
  },
})

export const importReferenceCommand = defineCommand({
  name: 'reference import',
  group,
  summary: messages.importOne,
  details: messages.importDetails,
  args: { '<file>': messages.file },
  examples: ['reference import anna.atelier-reference'],
  async run(_values, [file = ''], context) {
    const { references } = (await context.services()).assets
    const path = resolve(context.workingFolder, file)
    const { reference, nameInFile } = await references.importFrom(path, context.signal)
    const { name } = reference
    const renamed = nameInFile === null ? [] : [messages.importedAs({ name: nameInFile, free: name })]
    return {
      lines: [toLine(reference)],
      problems: renamed,
      report: successReport({
        references: [reportedReference(reference)],
        warnings: renamed.map((message) => ({ code: 'reference-renamed', message })),
      }),
    }
  },
})

function toLine({ name, kind, imageIds, uses, note, description }: NamedReference): string {
  const counts = messages.counts({ images: imageIds.length, uses })
  return [`@${name}`, kind, counts, note || description].filter((part) => part !== '').join('  ')
}

/** An `@` in front, as prompts write it, is none of the name. */
function readName(word: string): string {
  const name = referenceNameSchema.safeParse(word.replace(/^@/, ''))
  if (name.success) return name.data
  throw badInput(messages.nameNotValid({ name: word }))
}

function readFacts(texts: Record<'name' | 'kind' | 'note' | 'description' | 'rights', string>) {
  const facts = referenceDraftSchema.omit({ imageIds: true }).safeParse(texts)
  if (facts.success) return facts.data
  throw badInput(messages.textTooLong({ option: `--${String(facts.error.issues[0]?.path[0])}` }))
}

/** Said before any image is imported. */
function requireFree(name: string, references: readonly NamedReference[]): void {
  const isTaken = references.some((reference) => referenceKey(reference.name) === referenceKey(name))
  if (isTaken) throw badInput(messages.nameTaken({ name }))
}

async function requireReference(word: string, context: CommandContext): Promise<NamedReference> {
  const key = referenceKey(word.replace(/^@/, ''))
  const references = await (await context.services()).assets.references.list()
  const found = references.find(({ name }) => referenceKey(name) === key)
  if (found !== undefined) return found
  throw new AppError('storage/not-found', messages.nameUnknown({ name: word.replace(/^@/, '') }))
}

function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  )
}
