import type { HandlerContext } from '../../../src/main/ipc/index.ts'
import type { UpdateView } from '../../../src/shared/domain/update.ts'

const view: UpdateView = {
  version: '1.2.3',
  support: 'atelier',
  host: 'updates.test',
  state: { type: 'ready', version: '1.3.0', waitsFor: ['queue'] },
  problem: null,
}

export const updates: HandlerContext['updates'] = {
  view: async () => view,
  check: async () => view,
  download: async () => view,
  install: async () => undefined,
  takeWhatsNew: async () => '1.2.3',
}
