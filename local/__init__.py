"""The machine at home: SBB's simulator, an emulated AWS, and the deployment to it. Nothing in here ships."""
