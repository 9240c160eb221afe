import type { HandlerContext } from '../../../src/main/ipc/index.ts'
import { programPathSchema } from '../../../src/shared/domain/guarded-values.ts'

const done = async () => undefined

/** The system's dialogs, answered at once. */
export const desktop: HandlerContext['desktop'] = {
  chooseFiles: async () => ['/pictures/coffee.png', '/documents/coffee.atelier'],
  chooseWorkflow: async () => '/workflows/mine.json',
  chooseFolder: async () => '/exports',
  chooseEngine: async () => '/engines/libstable-diffusion.so',
  chooseEngineArchive: async () => '/engines/release.zip',
  chooseMask: async () => '/pictures/mask.png',
  chooseStyles: async () => '/styles/mine.json',
  choosePlan: async () => '/plans/street.atelier-plan.json',
  chooseReference: async () => '/references/anna.atelier-reference',
  chooseCertificate: async (_windowId, which) => `/keys/${which}.pem`,
  chooseBackup: async () => '/backups/atelier.zip',
  chooseTarget: async () => '/exports/coffee.atelier',
  restart: () => undefined,
  letClose: () => undefined,
  readClipboardImage: async () => new Uint8Array([1]),
  takePaste: () => true,
  confirmPaste: async () => false,
  startDrag: done,
  revealFile: done,
  openPage: () => undefined,
  openFolder: done,
  openWith: done,
  chooseProgram: async () => programPathSchema.parse('/programs/paint'),
  confirmAddress: async () => true,
  confirmCaps: async () => true,
  confirmAgentLimits: async () => true,
  confirmAgentHttp: async () => true,
  copySecret: async () => undefined,
  confirmSpending: async () => true,
  copyImage: async () => ({ isScaled: false }),
  setFullScreen: () => undefined,
  showMenuKeys: () => undefined,
}
