export { createNotices, type Notices } from './notices.ts'
export { createOpeningNews } from './opening-news.ts'
export { startWindow } from './start-window.ts'
export type { WindowProgram } from './window-program.ts'
