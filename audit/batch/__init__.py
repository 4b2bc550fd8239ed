"""Many documents: run over folders, kept in one store, summed up for a province."""
