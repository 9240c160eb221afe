import type { Services } from '../client/index.ts'
import type { Route, ShellStore } from './create-shell-store.ts'

interface GoToOptions {
  readonly shell: ShellStore
  readonly services: Pick<Services, 'settings'>
}

/** Shows a route and stores it for the next start. */
export function goTo({ shell, services }: GoToOptions, route: Route): void {
  if (shell.getState().route === route) return
  shell.setState({ route })
  services.settings.change({ place: route })
}
