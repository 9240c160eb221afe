import type { Services } from '../../client/index.ts'
import type { Command } from '../../lib/command.ts'
import type { CompareActions } from './compare-actions.ts'
import { layOut, step, takeOff, type CompareStore } from './create-compare-store.ts'

interface CommandOptions {
  readonly services: Services
  readonly store: CompareStore
  readonly actions: CompareActions
  /** Whether the light table is the place on screen. */
  readonly isShown: () => boolean
  /** Back to the place that one came from. */
  readonly leave: () => void
}

const group = 'Compare'

function define(id: string, label: string, isEnabled: () => boolean, run: () => void): Command {
  return { id: `compare.${id}`, label, group, isEnabled, run }
}

export function createCompareCommands({ services, store, isShown, leave }: CommandOptions): readonly Command[] {
  const hasChosen = () => isShown() && store.getState().chosen !== null
  const hasAny = () => isShown() && store.getState().ids.length > 0
  return [
    define('add', 'Add pictures…', isShown, () => store.setState({ isPicking: true })),
    define('remove', 'Take off the table', hasChosen, () => {
      const { chosen } = store.getState()
      if (chosen !== null) takeOff(store, [chosen])
    }),
    define('clear', 'Clear the table', hasAny, () => layOut(store, [], store.getState().cameFrom)),
    define('open', 'Open in the Studio', hasChosen, () => {
      const { chosen } = store.getState()
      if (chosen !== null) services.intents.send({ do: 'open-in-studio', assetId: chosen })
    }),
    define('leave', 'Back to where one came from', isShown, () => leave()),
    { ...define('next', 'Next picture', hasAny, () => step(store, 1)), canRepeat: true },
    { ...define('previous', 'Previous picture', hasAny, () => step(store, -1)), canRepeat: true },
  ]
}
