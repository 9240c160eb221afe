import { open } from 'node:fs/promises'
import { basename } from 'node:path'
import { AppError, toFileError } from '../../../../shared/errors/index.ts'
import type { OpenProjectRequest, OpenedProject } from '../../imaging.ts'
import type { ByteBudget } from '../source/byte-budget.ts'
import { openAtelier } from './open-atelier.ts'
import { openOra } from './ora/open-ora.ts'
import { projectEntries } from './project-file.ts'
import { ZipReader } from './zip/zip-reader.ts'

/** Tells a file by what is in it, not by its name. */
export async function openProject(
  { path, folder }: OpenProjectRequest,
  budget: ByteBudget,
  signal: AbortSignal,
): Promise<OpenedProject> {
  const head = await readHead(path)
  if (head === '8BPS') {
    // Photoshop's format is half of this process's code, and most sessions never meet it.
    const { openPsd } = await import('./psd/open-psd.ts')
    return openPsd(path, folder, budget, signal)
  }
  if (head !== 'PK\x03\x04') throw unsupported(path)
  return ZipReader.open(path, async (zip) => {
    if (zip.entries.has(projectEntries.document)) return openAtelier(zip, path, folder, signal)
    if (zip.entries.has('stack.xml')) return openOra(zip, path, folder, budget, signal)
    throw unsupported(path)
  })
}

async function readHead(path: string): Promise<string> {
  try {
    const file = await open(path, 'r')
    try {
      const { buffer, bytesRead } = await file.read(Buffer.alloc(4), 0, 4, 0)
      return buffer.toString('latin1', 0, bytesRead)
    } finally {
      await file.close()
    }
  } catch (thrown) {
    throw toFileError(thrown, `open “${basename(path)}”`)
  }
}

function unsupported(path: string): AppError {
  return new AppError(
    'media/unsupported',
    `“${basename(path)}” is not a document Atelier knows. It opens .atelier, .psd and .ora files.`,
  )
}
