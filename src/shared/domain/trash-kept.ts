/** How long an image stays in the trash before it is permanently deleted. */
export const trashKeptMs = 30 * 86_400_000
