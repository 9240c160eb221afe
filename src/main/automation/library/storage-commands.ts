import { resolve } from 'node:path'
import { AppError } from '../../../shared/errors/index.ts'
import * as messages from '../../../shared/messages/en/cli-library.ts'
import { joinList } from '../../../shared/messages/formats.ts'
import type { FileProblem } from '../../../shared/domain/storage.ts'
import { defineCommand } from '../program/command.ts'
import { badInput } from '../read-options.ts'
import { failureReport, successReport } from '../report.ts'

const gigabytes = (bytes: number): string => `${(bytes / 1e9).toFixed(2)} GB`

const problemLabels: Readonly<Record<FileProblem['type'], string>> = {
  missing: messages.missing,
  damaged: messages.damaged,
  changed: messages.changedFile,
  unreadable: messages.unreadable,
  incomplete: messages.partDamaged,
}

export const verifyCommand = defineCommand({
  name: 'verify',
  group: 'library',
  summary: messages.verify,
  details: messages.verifyDetails,
  examples: ['verify'],
  async run(_values, _args, context) {
    const { storage } = await context.services()
    const { problems, unreachable, ...report } = await storage.verify({ signal: context.signal })
    const isSound = problems.length === 0 && report.isDatabaseSound && report.lostCompanions === 0
    const verified = {
      files: report.checked,
      bytes: report.bytes,
      database_sound: report.isDatabaseSound,
      lost_companions: report.lostCompanions,
      problems: problems.map(({ id, relativePath, type }) => ({ id, path: relativePath, is: type })),
      unreachable,
    }
    const { companionsMissing, filesChecked, notChecked } = await import('../../../shared/messages/en/cli-counts.ts')
    const unchecked = unreachable.map(({ folder, files }) => notChecked({ count: files, folder }))
    const error = isSound
      ? unchecked.map((text) => new AppError('storage/unreachable', text))[0]
      : new AppError('storage/corrupt', messages.problemsFound)
    return {
      lines: [filesChecked({ count: report.checked, size: gigabytes(report.bytes) })],
      problems: [
        ...problems.map(({ id, relativePath, type }) =>
          messages.fileProblem({ problem: problemLabels[type], path: relativePath, id }),
        ),
        ...(report.lostCompanions > 0 ? [companionsMissing({ count: report.lostCompanions })] : []),
        ...(report.isDatabaseSound ? [] : [messages.databaseDamaged]),
        ...unchecked,
      ],
      report: error === undefined ? successReport({ verified }) : failureReport(error, { verified }),
    }
  },
})

export const backupCommand = defineCommand({
  name: 'backup',
  group: 'library',
  summary: messages.backup,
  args: { '<file>': messages.backupFile },
  examples: ['backup atelier.zip'],
  async run(_values, [file = ''], context) {
    if (!file.toLowerCase().endsWith('.zip')) throw badInput(messages.backupExtension)
    const { storage } = await context.services()
    const { path, files, bytes, unreadable } = await storage.backUp(resolve(context.workingFolder, file), {
      signal: context.signal,
    })
    const { backedUp } = await import('../../../shared/messages/en/cli-counts.ts')
    return {
      lines: [backedUp({ path, count: files, size: gigabytes(bytes) })],
      problems: unreadable.map((name) => messages.notBackedUp({ name })),
      report: successReport({ backup: { path, files, bytes, pictures: null, created_at: null } }),
    }
  },
})

export const restoreCommand = defineCommand({
  name: 'restore',
  group: 'library',
  summary: messages.restore,
  details: messages.restoreDetails,
  args: { '<file>': messages.restoreFile },
  examples: ['restore atelier.zip'],
  async run(_values, [file = ''], context) {
    const { storage } = await context.services()
    const path = resolve(context.workingFolder, file)
    const facts = await storage.prepareRestore(path, { signal: context.signal })
    const createdAt = new Date(facts.createdAtMs).toISOString()
    const { heldRequests, restoreReady } = await import('../../../shared/messages/en/cli-counts.ts')
    const { restoreIntroduces } = await import('../../../shared/messages/en/storage.ts')
    return {
      lines: [
        restoreReady({ count: facts.pictures, time: createdAt }),
        ...(facts.held > 0 ? [heldRequests({ count: facts.held })] : []),
        ...(facts.introduced.length > 0 ? [restoreIntroduces({ names: joinList(facts.introduced) })] : []),
      ],
      report: successReport({
        backup: { path, bytes: facts.bytes, pictures: facts.pictures, files: null, created_at: createdAt },
      }),
    }
  },
})
