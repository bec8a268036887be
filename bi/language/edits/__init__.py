"""Changes of one part of a question, each as a sentence that is read as just that."""
