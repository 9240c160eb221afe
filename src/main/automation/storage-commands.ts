import { resolve } from 'node:path'
import { AppError } from '../../shared/errors/index.ts'
import { defineCommand } from './command.ts'
import { badInput } from './read-options.ts'
import { failureReport, successReport } from './report.ts'

const gigabytes = (bytes: number): string => `${(bytes / 1e9).toFixed(2)} GB`

export const verifyCommand = defineCommand({
  name: 'verify',
  group: 'Library',
  summary: 'Check every file of the library.',
  details: 'The exit code is 1 if one is missing or damaged.',
  examples: ['verify'],
  async run(_values, _args, context) {
    const { storage } = await context.services()
    const { problems, ...report } = await storage.verify({ signal: context.signal })
    const isSound = problems.length === 0 && report.isDatabaseSound && report.lostCompanions === 0
    const verified = {
      files: report.checked,
      bytes: report.bytes,
      database_sound: report.isDatabaseSound,
      lost_companions: report.lostCompanions,
      problems: problems.map(({ id, relativePath, is }) => ({ id, path: relativePath, is })),
    }
    const broken = new AppError('storage/corrupt', 'Not everything is as it was filed.')
    return {
      lines: [`${report.checked} files read, ${gigabytes(report.bytes)} as they were filed.`],
      problems: [
        ...problems.map(({ id, relativePath, is }) => `${is}: ${relativePath} (${id})`),
        ...(report.lostCompanions > 0 ? [`${report.lostCompanions} masks or answers are not there any more.`] : []),
        ...(report.isDatabaseSound
          ? []
          : ['The database is damaged. Start Atelier: it builds a new one of what can be read.']),
      ],
      report: isSound ? successReport({ verified }) : failureReport(broken, { verified }),
    }
  },
})

export const backupCommand = defineCommand({
  name: 'backup',
  group: 'Library',
  summary: 'Back up the library into a zip file, also while Atelier is open.',
  args: { '<file>': 'The zip file to write' },
  examples: ['backup atelier.zip'],
  async run(_values, [file = ''], context) {
    if (!file.toLowerCase().endsWith('.zip')) throw badInput('The file name must end with .zip.')
    const { storage } = await context.services()
    const { path, files, bytes, unreadable } = await storage.backUp(resolve(context.workingFolder, file), {
      signal: context.signal,
    })
    return {
      lines: [`${path}: ${files} files, ${gigabytes(bytes)}`],
      problems: unreadable.map((name) => `not in it, the disk would not read it: ${name}`),
      report: successReport({ backup: { path, files, bytes, pictures: null, created_at: null } }),
    }
  },
})

export const restoreCommand = defineCommand({
  name: 'restore',
  group: 'Library',
  summary: 'Restore a backup.',
  details: 'It is unpacked and checked now, and replaces the library at the next start. The previous library is kept.',
  args: { '<file>': 'The zip file of a backup' },
  examples: ['restore atelier.zip'],
  async run(_values, [file = ''], context) {
    const { storage } = await context.services()
    const path = resolve(context.workingFolder, file)
    const facts = await storage.prepareRestore(path, { signal: context.signal })
    const made = new Date(facts.createdAtMs).toISOString()
    return {
      lines: [
        `${facts.pictures} images of ${made} are unpacked and checked. The next start of Atelier, or the next command, uses them.`,
        ...(facts.held > 0
          ? [`${facts.held} requests waited in its queue: the queue stays paused until you go on with it.`]
          : []),
      ],
      report: successReport({
        backup: { path, bytes: facts.bytes, pictures: facts.pictures, files: null, created_at: made },
      }),
    }
  },
})
