import type { Services } from '../client/index.ts'
import type { Route, ShellStore } from './create-shell-store.ts'

interface GoToOptions {
  readonly shell: ShellStore
  readonly services: Pick<Services, 'settings'>
}

/** Shows a place; it is the one that the next start shows. */
export function goTo({ shell, services }: GoToOptions, place: Route): void {
  if (shell.getState().place === place) return
  shell.setState({ place })
  services.settings.change({ place })
}
