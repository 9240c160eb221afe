import type { Command } from '../../../lib/command.ts'
import type { DuplicatesStore } from './create-duplicates-store.ts'

interface DuplicatesCommandOptions {
  readonly duplicates: DuplicatesStore
  readonly isShown: () => boolean
}

export function createDuplicatesCommands(options: DuplicatesCommandOptions): readonly Command[] {
  const { duplicates, isShown } = options
  const isOpen = () => duplicates.store.getState().isOpen
  return [
    {
      id: 'gallery.duplicates',
      label: 'Find duplicates',
      group: 'Gallery',
      isEnabled: () => isShown() && !isOpen(),
      run: () => duplicates.open(),
    },
    {
      id: 'duplicates.close',
      label: 'Close the duplicates',
      group: 'Gallery',
      isEnabled: () => isShown() && isOpen(),
      run: () => duplicates.close(),
    },
  ]
}
