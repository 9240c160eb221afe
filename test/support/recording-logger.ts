import type { Logger } from '../../src/main/platform/logger.ts'

export interface RecordingLogger extends Logger {
  readonly entries: { level: string; event: string; detail: unknown }[]
}

/** Records log entries for tests. */
export function createRecordingLogger(): RecordingLogger {
  const entries: RecordingLogger['entries'] = []
  const log = (level: string) => (event: string, detail?: unknown) => {
    entries.push({ level, event, detail })
  }
  return { entries, info: log('info'), warn: log('warn'), error: log('error') }
}
