/** How long a picture waits in the trash before it is gone for good. */
export const trashKeptMs = 30 * 86_400_000
