import type { Services } from '../client/index.ts'
import type { Place, ShellStore } from './create-shell-store.ts'

interface GoToOptions {
  readonly shell: ShellStore
  readonly services: Pick<Services, 'settings'>
}

/** Shows a place; it is the one that the next start shows. */
export function goTo({ shell, services }: GoToOptions, place: Place): void {
  if (shell.getState().place === place) return
  shell.setState({ place })
  services.settings.change({ place })
}
