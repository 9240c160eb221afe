import { mkdir, writeFile } from 'node:fs/promises'
import { pendingChangePath } from '../../src/main/pending-changes/pending-change.ts'

/** Leaves in a home a restore that its next start is to finish, and cannot: the unpacked backup is gone. */
export async function leaveRestoreWithoutFiles(home: string): Promise<void> {
  const pending = {
    is: 'restore',
    staged: 'restore-01JD3Q0000000000000000000A',
    replaced: 'replaced-2026-11-20-1200',
    pictures: 2,
    createdAtMs: Date.UTC(2026, 10, 20),
  }
  await mkdir(home, { recursive: true })
  await writeFile(pendingChangePath(home), JSON.stringify(pending))
}
