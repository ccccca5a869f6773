import pg from 'pg';

/** Rolls back; a connection that is broken has been rolled back by the server. */
export const rollBack = async (client: pg.ClientBase): Promise<void> => {
  try {
    await client.query('ROLLBACK');
  } catch (error) {
    if (error instanceof pg.DatabaseError) throw error;
  }
};
