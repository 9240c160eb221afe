import type { Command } from '../../lib/command.ts'
import { selectJob, toggleCompare, type StudioStore } from './create-studio-store.ts'
import type { MakeActions, Task } from './make/make-actions.ts'
import type { StudioActions } from './studio-actions.ts'

interface CommandOptions {
  readonly store: StudioStore
  readonly actions: StudioActions
  readonly make: MakeActions
  /** Whether the Studio is the place on screen. */
  readonly isShown: () => boolean
}

export function createStudioCommands(options: CommandOptions): readonly Command[] {
  return [...fillCommands(options), ...makeCommands(options), ...resultCommands(options)]
}

function fillCommands({ actions, isShown }: CommandOptions): readonly Command[] {
  const canFill = () => isShown() && actions.canFill()
  return [
    {
      id: 'mask.fill',
      label: 'Fill',
      group: 'Mask',
      keys: ['Shift+F5'],
      isEnabled: canFill,
      run: () => actions.fill('as-set'),
    },
    {
      id: 'mask.fill-again',
      label: 'Another try, with a new seed',
      group: 'Mask',
      keys: ['Mod+Shift+F5'],
      isEnabled: canFill,
      run: () => actions.fill('another'),
    },
    {
      id: 'mask.cancel-fill',
      label: 'Cancel the fill',
      group: 'Mask',
      keys: ['Escape'],
      isEnabled: () => isShown() && actions.hasFillRunning(),
      run: () => actions.cancelFills(),
    },
  ]
}

const tasks: readonly (readonly [Task, string])[] = [
  ['fill', 'What to do: fill'],
  ['generate', 'What to do: a new picture'],
  ['edit', 'What to do: edit'],
  ['variations', 'What to do: variations'],
]

function makeCommands({ store, make, isShown }: CommandOptions): readonly Command[] {
  return [
    {
      id: 'make.generate',
      label: 'Generate',
      group: 'Make',
      keys: ['Mod+Enter'],
      isEnabled: () => isShown() && make.canGenerate(),
      run: () => make.generate(),
    },
    {
      id: 'make.choose-model',
      label: 'Choose a model…',
      group: 'Make',
      keys: ['M'],
      isEnabled: () => isShown() && make.make() !== null,
      run: () => store.setState({ isPickerOpen: true }),
    },
    ...tasks.map(([task, label]): Command => ({
      id: `make.task-${task}`,
      label,
      group: 'Make',
      keys: [],
      isEnabled: isShown,
      run: () => make.chooseTask(task),
    })),
  ]
}

type Card = NonNullable<ReturnType<StudioActions['selectedCard']>>

function resultCommands(options: CommandOptions): readonly Command[] {
  const { store, actions, isShown } = options
  const isSelected = () => isShown() && actions.selectedCard() !== null
  const isDone = () => isShown() && actions.selectedCard()?.state === 'done'
  const canCompare = () => {
    const card = actions.selectedCard()
    return isDone() && card !== null && actions.keepWay(card) === 'replace'
  }
  const withSelected = (run: (card: Card) => void | Promise<void>) => () => {
    const card = actions.selectedCard()
    return card === null ? undefined : run(card)
  }
  return [
    ...walkCommands(options),
    {
      id: 'results.keep',
      label: 'Keep the result',
      group: 'Results',
      keys: ['Enter'],
      isEnabled: isDone,
      run: withSelected(actions.keep),
    },
    {
      id: 'results.reject',
      label: 'Reject the result',
      group: 'Results',
      keys: ['Backspace', 'Delete'],
      isEnabled: isSelected,
      run: withSelected(actions.reject),
    },
    {
      id: 'results.compare',
      label: 'Before and after, side by side',
      group: 'Results',
      keys: ['C'],
      isEnabled: canCompare,
      run: () => toggleCompare(store),
    },
    {
      id: 'results.none',
      label: 'Show the picture itself',
      group: 'Results',
      keys: ['Escape'],
      isEnabled: isSelected,
      run: () => selectJob(store, null),
    },
  ]
}

function walkCommands({ actions, isShown }: CommandOptions): readonly Command[] {
  const walk = (id: string, label: string, key: string, step: 1 | -1): Command => ({
    id: `results.${id}`,
    label,
    group: 'Results',
    keys: [key],
    isEnabled: () => isShown() && actions.cards().length > 0,
    canRepeat: true,
    run: () => actions.walk(step),
  })
  return [walk('previous', 'Previous result', 'ArrowLeft', -1), walk('next', 'Next result', 'ArrowRight', 1)]
}
