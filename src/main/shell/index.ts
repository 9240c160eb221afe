export { createNotices, type Notices } from './notices.ts'
export { createOpeningProgress } from './opening-progress.ts'
export { startWindow } from './start-window.ts'
export type { WindowProgram } from './window-program.ts'
