import { describe, expect, it } from 'vitest'
import { createCanvasCommands } from '../../editor/session/commands/create-canvas-commands.ts'
import { openPaint } from '../../../../test/support/window/paint-driver.ts'
import { createCompareCommands } from '../../features/compare/compare-commands.ts'
import { createGalleryCommands } from '../../features/gallery/gallery-commands.ts'
import { createStudioCommands } from '../../features/studio/studio-commands.ts'
import type { Command } from '../../lib/command.ts'
import type { KeyAction } from '../../lib/keymap/key-action.ts'
import { findKeyAction, keyActions } from '../../lib/keymap/keymap.ts'
import { createAppCommands } from './app-commands.ts'
import { createImageCommands } from './image-commands.ts'

/** Commands are created with their dependencies, but use them only when run; one follows the settings. */
const nothing = {} as never
const { session } = await openPaint({ widthPx: 64, heightPx: 64 })
const ofTheCanvas = createCanvasCommands(session, nothing)
const others: readonly Command[] = [
  ...createAppCommands(nothing),
  ...createImageCommands(nothing),
  ...createCompareCommands(nothing),
  ...createGalleryCommands({
    services: { settings: { store: { subscribe: () => undefined } } },
    organize: {},
  } as never),
  ...createStudioCommands({ actions: {}, edits: {}, form: {} } as never),
]
const commands = [...others, ...ofTheCanvas]

const facts = ({ id, label, group }: Pick<KeyAction, 'id' | 'label' | 'group'>) => ({ id, label, group })

describe('registered commands and key actions', () => {
  it('match one to one', () => {
    const listed = keyActions.filter(({ kind }) => kind === 'command').map(({ id }) => id)
    expect(commands.map(({ id }) => id).toSorted()).toEqual(listed.toSorted())
  })

  it('agree on groups and static labels', () => {
    const listed = others.flatMap(({ id }) => findKeyAction(id) ?? [])
    expect(others.map(facts)).toEqual(listed.map(facts))
    expect(ofTheCanvas.map(({ group }) => group)).toEqual(ofTheCanvas.map(({ id }) => findKeyAction(id)?.group))
  })
})
