import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { toFileError } from '../../../shared/errors/index.ts'
import * as messages from '../../../shared/messages/en/library.ts'
import { temporaryOwner } from '../../platform/pure/temporary-name.ts'

export interface LibraryListing {
  /** Library-relative paths with forward slashes. Hidden files and folders are omitted. */
  readonly files: string[]
  readonly temporaries: { readonly folder: string; readonly fileName: string }[]
}

/** Scans the library folder once, reading names only. */
export async function walkLibrary(root: string): Promise<LibraryListing> {
  const listing: LibraryListing = { files: [], temporaries: [] }
  const folders = ['']
  for (let folder = folders.pop(); folder !== undefined; folder = folders.pop()) {
    for (const entry of await readFolder(root, folder)) {
      const relativePath = folder === '' ? entry.name : `${folder}/${entry.name}`
      if (temporaryOwner(entry.name) !== null) {
        listing.temporaries.push({ folder: join(root, ...folder.split('/')), fileName: entry.name })
      } else if (entry.name.startsWith('.')) continue
      else if (entry.isDirectory()) folders.push(relativePath)
      else if (entry.isFile()) listing.files.push(relativePath)
    }
  }
  return listing
}

async function readFolder(root: string, folder: string) {
  const path = join(root, ...folder.split('/'))
  try {
    return await readdir(path, { withFileTypes: true })
  } catch (thrown) {
    throw toFileError(thrown, messages.cannotReadLibraryFolder({ path }))
  }
}
