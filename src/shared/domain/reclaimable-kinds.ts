/** What can be regenerated, or is only kept as a precaution: none of it is needed to see and edit every image. */
export const reclaimableKinds = ['trash', 'thumbnails', 'working', 'old-databases', 'replaced', 'logs'] as const
