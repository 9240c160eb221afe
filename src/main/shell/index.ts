export { createNotices, type Notices } from './notices.ts'
export { createOpeningProgress } from './window/opening-progress.ts'
export { startWindow } from './window/start-window.ts'
export type { WindowProgram } from './window/window-program.ts'
