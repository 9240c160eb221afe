import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { AppError, toFileError } from '../../../shared/errors/index.ts'
import * as messages from '../../../shared/messages/en/cli-scripts.ts'
import { defineCommand } from '../program/command.ts'
import { successReport } from '../report.ts'

const packageName = 'atelier-client'

export const clientCommand = defineCommand({
  name: 'client',
  group: 'automation',
  summary: messages.client,
  details: messages.clientDetails,
  args: { '<folder>': messages.clientFolder },
  examples: ['client atelier-client'],
  async run(_values, [name = ''], { installed, workingFolder }) {
    const { clientFolder, launch } = await installed()
    const folder = resolve(workingFolder, name)
    await requireOwn(folder, name)
    try {
      await mkdir(folder, { recursive: true })
      for (const file of await readdir(clientFolder)) {
        await writeFile(join(folder, file), await readFile(join(clientFolder, file)))
      }
      const text = JSON.stringify(launch(), null, 2)
      await writeFile(join(folder, 'program.json'), `${text}\n`)
    } catch (thrown) {
      throw toFileError(thrown, messages.clientNotWritten({ folder: name }))
    }
    return { lines: [messages.clientWritten({ folder })], report: successReport({ output: { folder } }) }
  },
})

/** An older library is replaced, and nothing else. @throws storage/exists */
async function requireOwn(folder: string, name: string): Promise<void> {
  const files = await readdir(folder).catch(() => [])
  if (files.length === 0) return
  const text = await readFile(join(folder, 'package.json'), 'utf8').catch(() => '')
  if (text.includes(`"name": "${packageName}"`)) return
  throw new AppError('storage/exists', messages.clientFolderInUse({ folder: name }))
}
